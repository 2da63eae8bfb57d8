"""Content of the kind audio."""

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart

__all__ = ['MIMEAudio']

_KINDS = ((b'RIFF', 'x-wav'), (b'.snd', 'basic'), (b'FORM', 'x-aiff'))


class MIMEAudio(MIMENonMultipart):
    def __init__(self, _data, _subtype=None, _encoder=encoders.encode_base64, *, policy=None,
                 **_params):
        if _subtype is None:
            _subtype = next((kind for start, kind in _KINDS if _data.startswith(start)), None)
        if _subtype is None:
            raise TypeError('Could not guess audio MIME subtype')
        super().__init__('audio', _subtype, policy=policy, **_params)
        self.set_payload(_data)
        _encoder(self)
