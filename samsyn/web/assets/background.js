// Trying the address of a base map: say whether its pictures came.

const tried = document.querySelector("[data-tried]");

function came(picture) {
  if (picture.complete) return Promise.resolve(picture.naturalWidth > 0);
  return new Promise((resolve) => {
    picture.addEventListener("load", () => resolve(true));
    picture.addEventListener("error", () => resolve(false));
  });
}

if (tried) {
  const all = await Promise.all([...tried.querySelectorAll("img")].map(came));
  tried.querySelector("[data-verdict]").textContent = all.some(Boolean) ? tried.dataset.good : tried.dataset.bad;
}
