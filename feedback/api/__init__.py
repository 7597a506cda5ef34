"""Reports, answers to them, practice and growth under /api/v1/: the same composition as the pages."""
