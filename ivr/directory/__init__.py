"""Customers: kept, imported, offered over HTTP, or asked of the company's own register."""
