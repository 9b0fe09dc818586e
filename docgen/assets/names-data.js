/* What the search answers by name at once: docgen site writes here what this project has. */
window.docgenNames = [];
