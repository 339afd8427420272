// Keys press buttons: those of the open list of errors, else those of the page. Escape or u closes the list.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const open = document.querySelector("details[open]");
  if (event.key === "Escape" || (event.key === "u" && open && !isTyping(event))) {
    if (open) open.open = false;
    return;
  }
  if (isTyping(event)) return;
  const name = open ? "kindKey" : "key";
  const scope = open ?? document;
  const target = [...scope.querySelectorAll("button, summary")].find((element) => element.dataset[name] === event.key);
  // Enter presses the button that has the focus by itself.
  if (!target || (event.key === "Enter" && event.target instanceof HTMLButtonElement)) return;
  event.preventDefault();
  target.click();
});

function isTyping(event) {
  return event.target instanceof HTMLInputElement;
}
