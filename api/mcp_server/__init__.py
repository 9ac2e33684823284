"""The Model Context Protocol server: language-model assistants answer from the evidence of a store.

``server`` puts it together, ``transport`` runs it; a module for each group of tools, ``resources`` and ``prompts``;
``parameters`` and ``shapes`` say what goes in and out, ``words`` is the readable text.
"""
