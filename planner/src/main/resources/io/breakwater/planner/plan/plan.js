(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const host = document.getElementById('charts');
  let chart = null;

  function style(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function element(tag, parent, text, className) {
    const node = document.createElement(tag);
    if (text) { node.textContent = text; }
    if (className) { node.className = className; }
    return parent.appendChild(node);
  }

  const points = data.points.slice().sort(function (a, b) { return a.peak - b.peak; });
  const KINDS = ['spread', 'spread by hash', 'other shapes', 'today', 'recommended'];
  const INKS = ['--arm1', '--arm3', '--soft', '--bad', '--good'];
  // A circle, a square, a triangle, a diamond, a star: told apart without their colours too.
  const SHAPES = ['M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0Z', 'M-4.5 -4.5H4.5V4.5H-4.5Z', 'M0 -5.5L5.5 4.5H-5.5Z', 'M0 -7L7 0L0 7L-7 0Z',
    'M0 -8L1.9 -2.6L7.6 -2.5L3.1 1L4.7 6.5L0 3.3L-4.7 6.5L-3.1 1L-7.6 -2.5L-1.9 -2.6Z'];
  // Who never came back has no time: it stands above the others, on a line of its own.
  const times = points.filter(function (p) { return p.seconds !== null; }).map(function (p) { return p.seconds; });
  const highest = Math.max.apply(null, times.concat([data.bound]));
  const never = highest * 2.2;
  const lowest = Math.min.apply(null, times.concat([data.bound]));

  function y(point) { return point.seconds === null ? never : point.seconds; }
  function font(size) { return size * devicePixelRatio + 'px ' + getComputedStyle(document.body).fontFamily; }

  function line(u, value, text, ink) {
    const ctx = u.ctx, box = u.bbox, at = u.valToPos(value, 'y', true);
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = style(ink);
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(box.left, at);
    ctx.lineTo(box.left + box.width, at);
    ctx.stroke();
    ctx.font = font(12);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    // Over the grid, which would run through the words.
    ctx.setLineDash([]);
    ctx.lineJoin = 'round';
    ctx.lineWidth = 5 * devicePixelRatio;
    ctx.strokeStyle = style('--card');
    ctx.strokeText(text, box.left + 6 * devicePixelRatio, at - 3 * devicePixelRatio);
    ctx.fillText(text, box.left + 6 * devicePixelRatio, at - 3 * devicePixelRatio);
    ctx.restore();
  }

  function marks(u) {
    const ctx = u.ctx;
    points.forEach(function (p) {
      ctx.save();
      ctx.translate(u.valToPos(p.peak, 'x', true), u.valToPos(y(p), 'y', true));
      ctx.scale(devicePixelRatio, devicePixelRatio);
      const shape = new Path2D(SHAPES[p.kind]);
      ctx.fillStyle = style(INKS[p.kind]);
      ctx.strokeStyle = style('--card');
      ctx.lineWidth = 1;
      ctx.fill(shape);
      ctx.stroke(shape);
      ctx.restore();
    });
  }

  // The curve: points that no other beats in both.
  function curve(u) {
    const best = points.filter(function (p) {
      return p.seconds !== null && p.kind !== 3 && points.every(function (q) {
        return q === p || q.seconds === null || q.kind === 3 || q.peak > p.peak || q.seconds > p.seconds ||
          (q.peak === p.peak && q.seconds === p.seconds);
      });
    });
    const ctx = u.ctx;
    ctx.save();
    ctx.strokeStyle = style('--accent');
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.beginPath();
    best.forEach(function (p) { ctx.lineTo(u.valToPos(p.peak, 'x', true), u.valToPos(p.seconds, 'y', true)); });
    ctx.stroke();
    ctx.restore();
  }

  function names(u) {
    const ctx = u.ctx, box = u.bbox, gap = 9 * devicePixelRatio;
    ctx.save();
    ctx.font = '600 ' + font(12);
    ctx.lineJoin = 'round';
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.strokeStyle = style('--card');
    points.forEach(function (point) {
      if (point.kind < 3) { return; }
      const text = KINDS[point.kind] + ': ' + point.name;
      const left = u.valToPos(point.peak, 'x', true), top = u.valToPos(y(point), 'y', true);
      const fits = left + gap + ctx.measureText(text).width < box.left + box.width;
      ctx.textAlign = fits ? 'left' : 'right';
      // Under the mark: above it are the points that it beats.
      ctx.textBaseline = 'top';
      const x = fits ? left + gap : left - gap, down = top + 9 * devicePixelRatio;
      ctx.fillStyle = style(INKS[point.kind]);
      ctx.strokeText(text, x, down);
      ctx.fillText(text, x, down);
    });
    ctx.restore();
  }

  function draw() {
    if (chart) { chart.destroy(); }
    Array.from(host.querySelectorAll('section')).forEach(function (node) { node.remove(); });
    const section = element('section', host);
    element('h2', section, data.title);
    const legend = element('p', section, '', 'legend');
    KINDS.forEach(function (kind, i) {
      const item = element('span', legend);
      item.innerHTML = '<svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true"><path d="' + SHAPES[i] + '" fill="' + style(INKS[i]) + '"/></svg>';
      item.appendChild(document.createTextNode(kind));
    });
    const holder = element('div', section, '', 'plot');
    holder.setAttribute('role', 'img');
    holder.setAttribute('aria-label', data.title);
    const family = getComputedStyle(document.body).fontFamily;
    const axis = { stroke: style('--soft'), font: '12px ' + family, labelFont: '12px ' + family,
      grid: { stroke: style('--grid'), width: 1 }, ticks: { stroke: style('--line'), width: 1, size: 4 } };
    const peaks = points.map(function (p) { return p.peak; });
    chart = new uPlot({
      width: Math.max(240, holder.clientWidth), height: 360, legend: { show: false }, cursor: { show: false },
      padding: [14, 16, 0, 0],
      scales: {
        x: { time: false, distr: 3, range: [Math.max(0.5, peaks[0] * 0.7), peaks[peaks.length - 1] * 1.6] },
        y: { distr: 3, range: [lowest * 0.7, times.length === points.length ? highest * 1.5 : never * 1.4] }
      },
      axes: [
        Object.assign({}, axis, { label: 'most attempts in any second (peak burst)', labelSize: 22, size: 30 }),
        Object.assign({}, axis, { label: 'seconds until all are back (95th percentile)', labelSize: 20, size: 52 })
      ],
      series: [{}].concat(KINDS.map(function () {
        return { width: 0, paths: function () { return null; }, points: { show: false } };
      })),
      hooks: {
        draw: [function (u) {
          curve(u);
          line(u, data.bound, 'N/C: no schedule is faster', '--soft');
          if (data.objective !== null) { line(u, data.objective, 'objective', '--ink'); }
          if (times.length < points.length) { line(u, never, 'not back within ' + data.limit, '--bad'); }
          marks(u);
          names(u);
        }]
      }
    }, [peaks].concat(KINDS.map(function (_, i) {
      return points.map(function (p) { return p.kind === i ? y(p) : null; });
    })), holder);
    element('p', section, data.note, 'note');
  }

  draw();
  window.addEventListener('resize', draw);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  window.addEventListener('beforeprint', function () { document.documentElement.classList.add('print'); draw(); });
  window.addEventListener('afterprint', function () { document.documentElement.classList.remove('print'); draw(); });
})();
