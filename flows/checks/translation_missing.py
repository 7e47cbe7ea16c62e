"""Every prompt is written in every language of the flow: nobody meets silence."""

from collections.abc import Iterator

from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look at the flow's own prompts, and at the library's where a step says them."""
    languages = subject.flow.languages
    for key, texts in subject.flow.prompts.items():
        for language in languages:
            if language not in texts:
                message = f"{key} is not written in {language}: add the sentence"
                yield Found(("prompts", key), message, language)
    for choice in subject.choices():
        prompt = None if choice.key in subject.flow.prompts else subject.prompt(choice.key)
        for language in languages if prompt else ():
            if prompt and language not in prompt.text:
                message = f"{choice.key} is not in the library in {language}: write your own"
                yield Found(choice.path, message, language)
