def validate(record):
    errors = []
    for key, kind in (("name", str), ("age", int)):
        try:
            if not isinstance(record[key], kind):
                raise TypeError(f"{key} must be {kind.__name__}")
        except (KeyError, TypeError) as error:
            error.add_note(f"while checking {key}")
            errors.append(error)
    if errors:
        raise ExceptionGroup("invalid record", errors)


validate({"name": "x", "age": 1})
validate({"name": 5})
