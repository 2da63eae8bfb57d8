"""Logging set up from a dictionary."""

import logging
import logging.handlers
import re
import sys

IDENTIFIER = re.compile('^[a-z_][a-z0-9_]*$', re.I)


def _clear_existing_handlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


class ConvertingDict(dict):
    """A dictionary of a configuration, once it is read."""


class BaseConfigurator:
    """Looks up what the words of a configuration stand for."""

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, text):
        """The object that a name with dots stands for."""
        first, *rest = text.split('.')
        path = first
        try:
            found = __import__(path)
            for word in rest:
                path += '.' + word
                try:
                    found = getattr(found, word)
                except AttributeError:
                    __import__(path)
                    found = getattr(found, word)
            return found
        except ImportError as error:
            raise ValueError(f'Cannot resolve {text!r}: {error}') from error

    def _from_config(self, text):
        """cfg://handlers.console.level or cfg://list[0]."""
        words = [word for word in re.split(r'[.\[\]]', text) if word]
        found = self.config
        for word in words:
            found = found[int(word)] if word.isdigit() and isinstance(found, (list, tuple)) \
                else found[word]
        return self.convert(found)

    def convert(self, value):
        if isinstance(value, str):
            if value.startswith('ext://'):
                return self.resolve(value[6:])
            if value.startswith('cfg://'):
                return self._from_config(value[6:])
        elif isinstance(value, dict):
            return {key: self.convert(item) for key, item in value.items()}
        elif isinstance(value, list):
            return [self.convert(item) for item in value]
        elif type(value) is tuple:
            return tuple(map(self.convert, value))
        return value

    def configure_custom(self, config):
        config = dict(config)
        factory = config.pop('()')
        if not callable(factory):
            factory = self.resolve(factory)
        props = config.pop('.', None)
        result = factory(**{key: self.convert(value) for key, value in config.items()
                            if IDENTIFIER.match(key)})
        for name, value in (props or {}).items():
            setattr(result, name, value)
        return result


class DictConfigurator(BaseConfigurator):
    """Sets logging up as a dictionary says."""

    def configure(self):
        config = self.config
        if 'version' not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config['version'] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        if config.pop('incremental', False):
            self._adjust(config)
            return
        disable_existing = config.pop('disable_existing_loggers', True)
        _clear_existing_handlers()
        self.formatters = self._each('formatter', config.get('formatters', {}),
                                     self.configure_formatter)
        self.filters = self._each('filter', config.get('filters', {}), self.configure_filter)
        self.handlers = {}
        waiting = []
        handlers = config.get('handlers', {})
        for name in sorted(handlers):
            try:
                self._add_handler(name, handlers[name])
            except Exception as error:
                if 'target not configured yet' not in str(error.__cause__):
                    raise ValueError(f'Unable to configure handler {name!r}') from error
                waiting.append(name)
        for name in waiting:
            try:
                self._add_handler(name, handlers[name])
            except Exception as error:
                raise ValueError(f'Unable to configure handler {name!r}') from error
        self._configure_loggers(config.get('loggers', {}), disable_existing)
        if config.get('root'):
            try:
                self.configure_root(config['root'])
            except Exception as error:
                raise ValueError('Unable to configure root logger') from error

    def _each(self, kind, parts, make):
        made = {}
        for name, part in parts.items():
            try:
                made[name] = make(part)
            except Exception as error:
                raise ValueError(f'Unable to configure {kind} {name!r}') from error
        return made

    def _adjust(self, config):
        """Levels and propagation only: nothing is made."""
        for name, part in config.get('handlers', {}).items():
            if name not in logging._handlers:
                raise ValueError(f'No handler found with name {name!r}')
            if part.get('level'):
                logging._handlers[name].setLevel(part['level'])
        for name, part in config.get('loggers', {}).items():
            self.configure_logger(name, part, True)
        if config.get('root'):
            self.configure_root(config['root'], True)

    def _add_handler(self, name, part):
        handler = self.configure_handler(part)
        handler.name = name
        self.handlers[name] = handler

    def configure_formatter(self, config):
        if '()' in config:
            return self.configure_custom(config)
        make = logging.Formatter
        if config.get('class'):
            make = self.resolve(config['class'])
        options = {}
        if 'validate' in config:
            options['validate'] = config['validate']
        if 'defaults' in config:
            options['defaults'] = config['defaults']
        return make(config.get('format'), config.get('datefmt'), config.get('style', '%'),
                    **options)

    def configure_filter(self, config):
        if '()' in config:
            return self.configure_custom(config)
        return logging.Filter(config.get('name', ''))

    def add_filters(self, filterer, filters):
        for name in filters:
            try:
                found = name if callable(name) or callable(getattr(name, 'filter', None)) \
                    else self.filters[name]
                filterer.addFilter(found)
            except Exception as error:
                raise ValueError(f'Unable to add filter {name!r}') from error

    def configure_handler(self, config):
        config = dict(config)
        formatter = config.pop('formatter', None)
        if formatter:
            try:
                formatter = self.formatters[formatter]
            except Exception as error:
                raise ValueError(f'Unable to set formatter {formatter!r}') from error
        level = config.pop('level', None)
        filters = config.pop('filters', None)
        if '()' in config:
            result = self.configure_custom(config)
        else:
            make = self.resolve(config.pop('class')) if isinstance(config.get('class'), str) \
                else config.pop('class')
            if issubclass(make, logging.handlers.MemoryHandler) and 'target' in config:
                name = config['target']
                if name not in self.handlers:
                    raise ValueError('target not configured yet') from TypeError(
                        'target not configured yet')
                config['target'] = self.handlers[name]
            props = config.pop('.', None)
            result = make(**{key: self.convert(value) for key, value in config.items()
                             if IDENTIFIER.match(key)})
            for name, value in (props or {}).items():
                setattr(result, name, value)
        if formatter:
            result.setFormatter(formatter)
        if level is not None:
            result.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(result, filters)
        return result

    def add_handlers(self, logger, handlers):
        for name in handlers:
            try:
                logger.addHandler(self.handlers[name])
            except Exception as error:
                raise ValueError(f'Unable to add handler {name!r}') from error

    def _configure_loggers(self, parts, disable_existing):
        known = logging.root.manager.loggerDict
        existing = sorted(known)
        children = set()
        for name, part in parts.items():
            children.update(other for other in existing if other.startswith(name + '.'))
            try:
                self.configure_logger(name, part)
            except Exception as error:
                raise ValueError(f'Unable to configure logger {name!r}') from error
        for name in existing:
            if name in parts:
                continue
            logger = known[name]
            if isinstance(logger, logging.PlaceHolder):
                continue
            if name in children:
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
            else:
                logger.disabled = disable_existing

    def common_logger_config(self, logger, config, incremental=False):
        if config.get('level') is not None:
            logger.setLevel(logging._checkLevel(config['level']))
        if incremental:
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        if config.get('handlers'):
            self.add_handlers(logger, config['handlers'])
        if config.get('filters'):
            self.add_filters(logger, config['filters'])

    def configure_logger(self, name, config, incremental=False):
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        if config.get('propagate') is not None:
            logger.propagate = config['propagate']

    def configure_root(self, config, incremental=False):
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    dictConfigClass(config).configure()
