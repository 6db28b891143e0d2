// Each module improves a page that already reads without it, and does nothing where its part is absent.
import "./theme.js";
import "./search.js";
import "./copy.js";
import "./terms.js";
import "./language.js";
import "./matrix.js";
import "./arrows.js";
import "./marks.js";
import "./disclosure.js";
import "./moved.js";
import "./freshness.js";
import "./offline.js";
import "./kept.js";
import "./forget.js";

document.documentElement.classList.add("improved");
