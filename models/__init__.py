"""What is stored: tables, constraints and enums. No rules."""
