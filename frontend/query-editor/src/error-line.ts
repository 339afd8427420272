/** Marks the line of the editor in which the server found an error. */
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

const setLine = StateEffect.define<number | null>();

/** The decorations: at most one line; it goes when the text changes. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    let decorations = transaction.docChanged ? Decoration.none : lines;
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      decorations = effect.value === null ? Decoration.none : Decoration.set(errorLine.range(effect.value));
    }
    return decorations;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const errorLine = Decoration.line({ class: "cm-error-line", attributes: { "aria-invalid": "true" } });

/** What the editor needs to mark a line. */
export const errorLineExtension: Extension = marked;

/** Mark a line, counted from 1, and put the cursor at a column of it; without a line, remove the mark. */
export function markErrorLine(view: EditorView, line?: number, column = 1): void {
  if (line === undefined || line < 1 || line > view.state.doc.lines) {
    view.dispatch({ effects: setLine.of(null) });
    return;
  }
  const { from, to } = view.state.doc.line(line);
  const anchor = Math.min(to, from + column - 1);
  view.dispatch({ effects: setLine.of(from), selection: { anchor }, scrollIntoView: true });
}
