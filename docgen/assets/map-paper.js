/* The picture beyond the page: on paper, and as a file. */
(() => {
  "use strict";
  const { element } = window.docgenDraw;
  const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "display"];

  /* On paper the picture is whole, whatever part of it the screen shows, and whatever size the paper gives to it. */
  function print(canvas) {
    addEventListener("afterprint", canvas.whole(), { once: true });
  }

  function save(svg, canvas, title, name) {
    canvas.light(null);
    const stage = svg.firstChild.cloneNode(true);
    const [real, copies] = [svg.firstChild, stage].map((one) => [...one.querySelectorAll("*")]);
    real.forEach((one, at) => {
      const style = getComputedStyle(one);
      copies[at].setAttribute("style", LOOKS.map((look) => `${look}:${style.getPropertyValue(look)}`).join(";"));
      copies[at].removeAttribute("class");
    });
    stage.setAttribute("transform", "translate(12 12)");
    stage.querySelectorAll("a[href]").forEach((link) => link.setAttribute("href", new URL(link.getAttribute("href"), location.href).href));
    const { width, height } = canvas.size();
    const [w, h] = [Math.ceil(width + 24), Math.ceil(height + 24)];
    const paper = getComputedStyle(document.body).backgroundColor;
    const file = element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${w} ${h}`, width: w, height: h },
      element("title", {}, title), element("rect", { width: w, height: h, fill: paper }), stage);
    const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(file)], { type: "image/svg+xml" }));
    const link = document.createElement("a");
    Object.assign(link, { href: url, download: `${name}.svg` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  window.docgenPaper = { print, save };
})();
