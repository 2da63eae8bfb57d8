"""What is known of installed distributions: none is installed here."""

__all__ = ['Distribution', 'PackageNotFoundError', 'distribution', 'distributions',
           'entry_points', 'files', 'metadata', 'packages_distributions', 'requires', 'version']


class PackageNotFoundError(ModuleNotFoundError):
    """No distribution of this name is installed."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        return self.args[0]


class Distribution:
    @classmethod
    def from_name(cls, name):
        if not name:
            raise ValueError("A distribution name is required.")
        raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, **kwargs):
        return iter(())


class EntryPoints(tuple):
    names = groups = property(lambda self: set())

    def select(self, **params):
        return EntryPoints()


def distribution(distribution_name):
    return Distribution.from_name(distribution_name)


version = metadata = files = requires = distribution


def distributions(**kwargs):
    return Distribution.discover()


def entry_points(**params):
    return EntryPoints()


def packages_distributions():
    return {}
