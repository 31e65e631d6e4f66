"""Claims and articles as files: read strictly, checked row by row, written all together or not at all."""

from .articles import ArticleResource
from .claims import ClaimResource

RESOURCES = {"articles": ArticleResource, "claims": ClaimResource}

__all__ = ["RESOURCES", "ArticleResource", "ClaimResource"]
