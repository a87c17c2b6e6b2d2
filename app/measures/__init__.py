"""What is measured, and how: definitions as data, the arithmetic, and how tallies are kept. No pages."""
