"""The product in containers: its images, its secrets on one machine, and an engine for machines that have none."""
