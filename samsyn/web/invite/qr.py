"""An address as a QR code, drawn here: nothing is asked of another machine."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def drawn(address: str) -> SafeString:
    """Return the code as one SVG drawing on white, so that a camera reads it in the dark theme and on paper too."""
    code = segno.make(address, micro=False, error="m", boost_error=False)
    drawing = code.svg_inline(scale=1, border=4, omitsize=True, svgclass=None, lineclass=None)
    return format_html('<div class="qr" role="img" aria-label="{}">{}</div>', _("QR-kod"), mark_safe(drawing))
