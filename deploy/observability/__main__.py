"""Write the generated files again."""

from deploy.observability import generated

for file, text in generated().items():
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
