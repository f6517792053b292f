"""Cannot be imported."""

raise RuntimeError("this folder is broken on purpose")
