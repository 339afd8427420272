/** The editor that takes the place of the text area. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completionSource, type Vocabulary } from "./completion";
import { errorLineExtension } from "./error-line";
import { selectionInput } from "./selection-input";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.standard(tags.variableName), tags.standard(tags.name)], color: "var(--code-keyword)" },
  { tag: tags.local(tags.variableName), color: "var(--code-variable)" },
  { tag: tags.atom, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: tags.meta, color: "var(--muted)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "14px", maxHeight: "min(26em, 60vh)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "10px 0", minHeight: "9em" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--panel)", border: "none" },
  ".cm-matchingBracket": { backgroundColor: "var(--mark) !important", outline: "1px solid var(--line)" },
  ".cm-error-line": { backgroundColor: "var(--bad-paper)", boxShadow: "inset 3px 0 var(--bad)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--panel)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--mark)" },
  ".cm-completionDetail": { color: "var(--muted)" },
  ".cm-completionInfo": { maxWidth: "24em", padding: "6px 10px" },
});

/** Put an editor into a place of the page.
 *
 * It lives in a shadow root: there its styles are adopted sheets, which a policy against inline style lets pass.
 * Tab keeps moving on from it, so the keyboard is never trapped.
 */
export function makeEditor(place: HTMLElement, text: string, vocabulary: Vocabulary, run: () => void): EditorView {
  const root = place.attachShadow({ mode: "open", delegatesFocus: true });
  const runKey = { key: "Mod-Enter", preventDefault: true, run: () => (run(), true) };
  const state = EditorState.create({
    doc: text,
    extensions: [
      keymap.of([runKey, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      lineNumbers(),
      history(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      StreamLanguage.define(sparql),
      syntaxHighlighting(COLOURS),
      autocompletion({ icons: false, override: [completionSource(vocabulary)] }),
      errorLineExtension,
      selectionInput,
      LOOK,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Query in SPARQL; Control and Enter run it" }),
    ],
  });
  return new EditorView({ state, parent: root, root });
}
