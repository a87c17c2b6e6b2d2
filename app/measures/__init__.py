"""What is measured, and how: definitions as data, and the arithmetic. No tables, no pages."""
