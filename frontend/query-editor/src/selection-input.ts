/** Replaces a selection by what is typed without the browser's help.
 *
 * Chromium carries the look of the replaced text over into an inline style, which the page's policy forbids, and says
 * so on the console. Nothing but that case is taken from the browser, so input methods work as ever.
 */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** What the editor needs for it. */
export const selectionInput: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || event.isComposing || empty || !text) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});
