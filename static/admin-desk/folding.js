// Opens the folded section that a link leads into, or that a link leads to.

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const inner = target.matches("details") ? target : target.querySelector("details");
  if (inner?.classList.contains("desk-fold")) inner.open = true;
  for (let fold = target.closest("details"); fold; ) {
    fold.open = true;
    fold = fold.parentElement.closest("details");
  }
  target.scrollIntoView({ block: "center" });
  if (target.matches("input, select, textarea")) target.focus({ preventScroll: true });
}

window.addEventListener("hashchange", openTarget);
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href^='#']");
  // The same link twice changes no address.
  if (link?.hash && link.hash === location.hash) openTarget();
});
openTarget();
