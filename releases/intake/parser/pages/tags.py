"""The names of HTML's elements, by what they mean for a release."""

from __future__ import annotations

BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
    *("details", "div", "dl", "document", "dt", "fieldset", "figcaption", "figure"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"),
    *("html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "text", "tfoot", "th", "thead", "tr", "ul"),
}
UNREAD = {
    *("applet", "audio", "base", "button", "canvas", "datalist", "dialog", "embed"),
    *("filename", "frame", "frameset", "head", "iframe", "img", "input", "link", "map"),
    *("math", "meta", "noframes", "noscript", "object", "optgroup", "option"),
    *("progress", "script", "select", "sequence", "style", "svg", "template"),
    *("textarea", "title", "type", "video"),
}
# What may hold a whole release.
HOLDERS = {
    *("html", "body", "div", "section", "article", "main", "td", "table", "center"),
    *("form", "span", "font", "header", "footer", "aside", "nav", "ul", "tbody", "tr"),
}
# What a page calls the things around its text, in a class or an id.
AROUND = {
    *("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "cookie"),
    *("cookies", "consent", "gdpr", "share", "sharing", "social", "sharedaddy"),
    *("related", "recommended", "trending", "comments", "newsletter", "subscribe"),
    *("subscription", "promo", "advert", "advertisement", "ads", "pagination", "pager"),
    *("popup", "modal", "toolbar", "skip", "meta", "byline"),
}
EDGES = {"sidebar", "footer", "header", "masthead", "widget", "widgets", "topbar"}
# What headings are made of that say no more than where one is.
RUBRICS = {
    *("press", "news", "media", "release", "releases", "detail", "details", "room"),
    *("newsroom", "investor", "investors", "relations", "article", "archive", "view"),
    *("corporate", "company", "the", "and", "for", "our", "latest", "announcement"),
}
