(function () {
  'use strict';
  var root = document.getElementById('flame');
  var details = document.getElementById('details');
  var reset = document.getElementById('reset');
  var search = document.getElementById('search');
  var frames = Array.prototype.map.call(root.querySelectorAll('.f'), function (element) {
    return {
      element: element,
      x: parseFloat(element.getAttribute('x')),
      width: parseFloat(element.getAttribute('width')),
      y: parseFloat(element.getAttribute('y')),
      title: element.querySelector('title').textContent,
      label: element.querySelector('text').textContent
    };
  });
  var tolerance = 1e-3;

  function zoom(to) {
    frames.forEach(function (frame) {
      var inside = frame.x >= to.x - tolerance && frame.x + frame.width <= to.x + to.width + tolerance;
      var around = frame.y < to.y && frame.x <= to.x + tolerance && frame.x + frame.width >= to.x + to.width - tolerance;
      var shown = around || inside && frame.y >= to.y;
      frame.element.classList.toggle('hidden', !shown);
      frame.element.classList.toggle('above', around);
      if (shown) {
        frame.element.setAttribute('x', (around ? 0 : (frame.x - to.x) / to.width * 100) + '%');
        frame.element.setAttribute('width', (around ? 100 : frame.width / to.width * 100) + '%');
      }
    });
    reset.classList.toggle('hidden', to === frames[0]);
  }

  function find(words) {
    var hits = [];
    frames.forEach(function (frame) {
      var hit = words !== '' && frame.label.toLowerCase().indexOf(words) >= 0;
      frame.element.classList.toggle('hit', hit);
      if (hit) { hits.push([frame.x, frame.x + frame.width]); }
    });
    hits.sort(function (a, b) { return a[0] - b[0]; });
    var covered = 0, end = -1;
    hits.forEach(function (hit) {
      covered += Math.max(0, hit[1] - Math.max(end, hit[0]));
      end = Math.max(end, hit[1]);
    });
    details.textContent = words === '' ? '\u00a0' : words + ': ' + covered.toFixed(2) + '% in ' + hits.length + ' frames';
  }

  function ask() {
    var words = window.prompt('Show frames whose name contains', '');
    if (words !== null) { find(words.trim().toLowerCase()); }
  }

  function onPress(element, action) {
    element.addEventListener('click', action);
    element.addEventListener('keydown', function (event) { if (event.key === 'Enter') { action(); } });
  }

  frames.forEach(function (frame) {
    frame.element.addEventListener('click', function () { zoom(frame); });
    frame.element.addEventListener('mouseenter', function () { details.textContent = frame.title; });
  });
  onPress(reset, function () { if (frames.length > 0) { zoom(frames[0]); } });
  onPress(search, ask);
  window.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') { find(''); if (frames.length > 0) { zoom(frames[0]); } }
    if (event.key === 'f' && event.ctrlKey) { event.preventDefault(); ask(); }
  });
  window.flameGraph = { zoom: function (i) { zoom(frames[i]); }, find: find, frames: frames };
}());
