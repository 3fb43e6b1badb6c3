"""The papers: what each of them holds, as plain data, and how one becomes files."""
