"""How unfold draws the admin: its rooms and our colours (`base`: greys of tokens.css, `primary`: its deep lake)."""

COLORS = {
    "base": {
        "50": "oklch(98.4% .003 210)",
        "100": "oklch(96.6% .006 205)",
        "200": "oklch(90.5% .008 210)",
        "300": "oklch(84% .010 210)",
        "400": "oklch(74% .014 212)",
        "500": "oklch(47% .022 225)",
        "600": "oklch(41% .022 226)",
        "700": "oklch(38% .018 220)",
        "800": "oklch(30% .016 221)",
        "900": "oklch(21% .014 222)",
        "950": "oklch(16.8% .013 222)",
    },
    "primary": {
        "50": "oklch(97.4% .010 208)",
        "100": "oklch(95.6% .014 208)",
        "200": "oklch(90% .030 208)",
        "300": "oklch(83% .060 206)",
        "400": "oklch(79% .072 205)",
        "500": "oklch(75% .075 206)",
        "600": "oklch(42% .078 212)",
        "700": "oklch(35% .070 214)",
        "800": "oklch(31% .050 213)",
        "900": "oklch(27% .036 213)",
        "950": "oklch(22% .030 216)",
    },
    "font": {
        "subtle-light": "oklch(45% .022 225)",
        "subtle-dark": "oklch(77% .014 210)",
        "default-light": "oklch(33% .022 228)",
        "default-dark": "oklch(87% .010 205)",
        "important-light": "oklch(25% .022 228)",
        "important-dark": "oklch(94% .007 200)",
    },
}

UNFOLD = {
    "SITE_TITLE": "coachlms.common.rooms.site_name",
    "SITE_HEADER": "coachlms.common.rooms.site_name",
    "SITE_SUBHEADER": "Curation and care",
    "SITE_SYMBOL": "local_library",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "coachlms.common.rooms.icon"}
    ],
    "STYLES": ["coachlms.common.rooms.tokens", "coachlms.common.rooms.style"],
    "SCRIPTS": ["coachlms.common.rooms.script"],
    "SIDEBAR": {"navigation": "coachlms.common.rooms.sidebar"},
    "ACCOUNT": {"navigation": "coachlms.common.rooms.account"},
    "COLORS": COLORS,
    "BORDER_RADIUS": "8px",
}
