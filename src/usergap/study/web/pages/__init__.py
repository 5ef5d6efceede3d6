"""One file a page or a group of pages that belong together; each declares ROUTES."""
