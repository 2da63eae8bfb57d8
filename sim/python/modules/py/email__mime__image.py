"""Content of the kind image."""

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart

__all__ = ['MIMEImage']

_KINDS = ((b'\x89PNG', 'png'), (b'GIF8', 'gif'), (b'\xff\xd8', 'jpeg'), (b'BM', 'bmp'))


class MIMEImage(MIMENonMultipart):
    def __init__(self, _data, _subtype=None, _encoder=encoders.encode_base64, *, policy=None,
                 **_params):
        if _subtype is None:
            _subtype = next((kind for start, kind in _KINDS if _data.startswith(start)), None)
        if _subtype is None:
            raise TypeError('Could not guess image MIME subtype')
        super().__init__('image', _subtype, policy=policy, **_params)
        self.set_payload(_data)
        _encoder(self)
