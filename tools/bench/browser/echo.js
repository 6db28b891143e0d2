// The worker of echo.html.
onmessage = ({ data }) => postMessage(data);
