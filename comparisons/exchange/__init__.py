"""Claims and articles as files: read strictly, checked row by row, written all together or not at all."""
