class ConfigError(Exception):
    """Something is wrong with the configuration."""

    def __init__(self, key, reason):
        self.key, self.reason = key, reason

    def __str__(self):
        return f"{self.key}: {self.reason}"


def read(key):
    raise ConfigError(key, "is missing")


try:
    read("first")
except ConfigError as error:
    print(error.args, error)
read("second")
