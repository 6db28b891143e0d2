// On a page that shows a calculator of this site in a frame: gives each such frame the height of what it shows.
(({ src }) => {
  const { origin } = new URL(src);
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${origin}/`));

  addEventListener("message", ({ data, source, origin: from }) => {
    const height = data?.cadrage?.height;
    if (from !== origin || !Number.isFinite(height)) return;
    for (const frame of frames()) if (frame.contentWindow === source) frame.style.height = `${Math.ceil(height)}px`;
  });
  // A frame may have told its height before this ran.
  for (const frame of frames()) frame.contentWindow.postMessage({ cadrage: "height" }, origin);
})(document.currentScript);
