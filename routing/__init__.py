"""Who is calling, in which language, and who takes the call. Pure: values in, values out."""
