"""Library, resources and courses under /api/v1/: the same querysets, services and rules as the pages."""
