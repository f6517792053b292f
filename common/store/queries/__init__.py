"""The statements, written in SQLAlchemy Core. `make render` compiles them into common/store/sql/, which is what runs.

A public name of type `Executable` in a module here becomes a `Statement` of the same name there.
"""
