"""Shapes of the board's papers."""

from shared.fields import Id, OneOf, Shape, Text
from shared.papers import LANGUAGES


class InLanguage(Shape):
    """In which of the four languages a paper is printed."""

    language = OneOf(*LANGUAGES, load_default="fr")


class GetCandidatesPaper(InLanguage):
    """The candidacies of a call; with the `seed` of the lot in its order."""

    call_id = Id("bcl", required=True)
    seed = Text(load_default="", shortest=0, longest=200)


class GetDeclarationPaper(InLanguage):
    """What an assembly decided about the board."""

    assembly_id = Id("asm", required=True)


class GetMandatePaper(InLanguage):
    """One mandate."""

    mandate_id = Id("mdt", required=True)


class BoardPaperShape(Shape):
    """A printed paper (PDF in base64) under the name of its file."""

    name = Text(required=True)
    content = Text(required=True)
