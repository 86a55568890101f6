// The choice between dark and light, before anything is drawn. Without a choice the system's is taken.
(() => {
  let choice = null;
  try { choice = localStorage.getItem("theme"); } catch { /* no storage: the system's */ }
  if (choice === "dark" || choice === "light") document.documentElement.dataset.theme = choice;
})();
