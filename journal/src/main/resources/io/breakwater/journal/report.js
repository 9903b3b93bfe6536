(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const host = document.getElementById('charts');
  const arms = data.arms.filter(function (arm) { return arm.timeline; });
  const DASHES = [[7, 4], [], [2, 3], [10, 3, 2, 3]];
  // All arms on one axis: zero is the moment when the broker was back, if there is one such moment.
  const aligned = arms.length > 0 && arms.every(function (arm) { return arm.outages.length === 1 && arm.outages[0][1] !== null; });
  const X_LABEL = aligned ? data.words.zero : 'seconds from the start of the arm';
  const COUNTS = ['attempts', 'accepted', 'arrived', 'submitted', 'finished'];
  let charts = [];

  function zero(arm) { return aligned ? arm.outages[0][1] : 0; }
  function style(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function color(index) { return style('--arm' + index % 4); }
  function dash(index) { return DASHES[index % DASHES.length]; }
  // Of the messages there are three series: accepted, arrived, held; of jobs two: submitted, finished.
  function series(arm, key) {
    const own = arm.timeline[key];
    return own === undefined ? Object.assign({}, arm.timeline.messages, arm.timeline.jobs)[key] || null : own;
  }
  function has(arm, key) { return series(arm, key) !== null && series(arm, key).some(function (v) { return v !== null; }); }
  function element(tag, parent, text, className) {
    const node = document.createElement(tag);
    if (text) { node.textContent = text; }
    if (className) { node.className = className; }
    return parent.appendChild(node);
  }

  // The plotted x of a bin: its middle for counts and averages, its end for levels.
  function xs(arm, length, part) {
    const bin = arm.timeline.binMillis / 1000;
    return Array.from({ length: length }, function (_, i) { return (i + part) * bin - zero(arm); });
  }

  // From the first bin to a little after the last thing that happened, the same for every chart.
  function extent() {
    let from = 0, end = 1, last = 0;
    arms.forEach(function (arm) {
      const bin = arm.timeline.binMillis / 1000;
      from = Math.min(from, -zero(arm));
      ['attempts', 'connected', 'ready', 'accepted', 'arrived', 'submitted', 'finished'].forEach(function (key) {
        (series(arm, key) || []).forEach(function (value, i, all) {
          const moved = COUNTS.includes(key) ? value > 0 : i > 0 && value !== all[i - 1];
          if (moved) { last = Math.max(last, (i + 1) * bin - zero(arm)); }
          end = Math.max(end, (i + 1) * bin - zero(arm));
        });
      });
      end = Math.max(end, (arm.timeline.brokerCpu || []).length * bin - zero(arm));
    });
    return [from, last > 0 ? Math.min(end, last + Math.max(2, 0.05 * (last - from))) : end];
  }
  const range = extent();

  function largest(key) {
    return arms.reduce(function (max, arm) {
      return (series(arm, key) || []).reduce(function (m, v) { return Math.max(m, v || 0); }, max);
    }, 0);
  }

  // Behind the curves: when the broker was down.
  function shade(chart, arm) {
    const ctx = chart.ctx, box = chart.bbox;
    ctx.save();
    ctx.font = font(12);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'top';
    arm.outages.forEach(function (outage) {
      const left = Math.max(box.left, chart.valToPos(outage[0] - zero(arm), 'x', true));
      const up = outage[1] === null ? box.left + box.width : chart.valToPos(outage[1] - zero(arm), 'x', true);
      const right = Math.min(box.left + box.width, up);
      ctx.fillStyle = style('--down');
      ctx.fillRect(left, box.top, right - left, box.height);
      ctx.fillStyle = style('--down-ink');
      if (right - left > ctx.measureText(data.words.down).width + 12 * devicePixelRatio) {
        ctx.fillText(data.words.down, left + 6 * devicePixelRatio, box.top + 5 * devicePixelRatio);
      }
    });
    ctx.restore();
  }

  function font(size) { return size * devicePixelRatio + 'px ' + getComputedStyle(document.body).fontFamily; }

  function boundOf(arm, key) { return key === 'attempts' ? arm.bound : key === 'arrived' ? arm.messageBound : null; }

  function bound(chart, arm, value) {
    if (value === null || arm.timeline.binMillis !== 100) { return; }
    const ctx = chart.ctx, box = chart.bbox, y = chart.valToPos(value, 'y', true);
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = style('--ink');
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(box.left, y);
    ctx.lineTo(box.left + box.width, y);
    ctx.stroke();
    ctx.font = font(12);
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    ctx.fillText('allowed by the policy: ' + value.toLocaleString('en'), box.left + box.width - 4 * devicePixelRatio, y - 2 * devicePixelRatio);
    ctx.restore();
  }

  // A name sits on its own line, from a height of its own on; further along the line if it would meet
  // another name there.
  function names(chart, key, shown) {
    const ctx = chart.ctx, box = chart.bbox, gap = 6 * devicePixelRatio, placed = [];
    ctx.save();
    ctx.font = '600 ' + font(12);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.strokeStyle = style('--card');
    shown.forEach(function (arm, i) {
      const values = series(arm, key), x = xs(arm, values.length, 1), width = ctx.measureText(arm.name).width;
      const height = largest(key) * (i + 1) / (shown.length + 1);
      const spots = x.map(function (t, j) {
        return { t: t, value: values[j], left: chart.valToPos(t, 'x', true) + gap, top: chart.valToPos(values[j], 'y', true) - gap / 3 };
      }).filter(function (spot) {
        return spot.t > 0 && spot.value !== null && spot.left + width <= box.left + box.width;
      });
      const free = spots.filter(function (spot) {
        return placed.every(function (other) {
          return spot.left > other.right + gap || spot.left + width + gap < other.left || Math.abs(spot.top - other.top) > 16 * devicePixelRatio;
        });
      });
      const at = free.find(function (spot) { return spot.value >= height; }) || free[0] || spots[0];
      if (!at) { return; }
      placed.push({ left: at.left, right: at.left + width, top: at.top });
      ctx.fillStyle = color(arms.indexOf(arm));
      ctx.strokeText(arm.name, at.left, at.top);
      ctx.fillText(arm.name, at.left, at.top);
    });
    ctx.restore();
  }

  function axes(yLabel, whole, xLabel) {
    const base = { stroke: style('--soft'), font: '12px ' + getComputedStyle(document.body).fontFamily, labelFont: '12px ' + getComputedStyle(document.body).fontFamily,
      grid: { stroke: style('--grid'), width: 1 }, ticks: { stroke: style('--line'), width: 1, size: 4 } };
    return [
      Object.assign({}, base, { label: xLabel ? X_LABEL : undefined, labelSize: 22, size: 30, space: 60 }),
      Object.assign({}, base, { label: yLabel, labelSize: 20, size: 54, space: 26,
        incrs: whole ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000] : undefined })
    ];
  }

  function plot(parent, title, height, top, axesOf, series, table, drawUnder, drawOver) {
    const holder = element('div', parent, '', 'plot');
    holder.setAttribute('role', 'img');
    holder.setAttribute('aria-label', title);
    const chart = new uPlot({
      width: Math.max(240, holder.clientWidth), height: height, legend: { show: false },
      cursor: { show: false }, padding: [10, 12, 0, 0],
      scales: { x: { time: false, range: range }, y: { range: [0, top] } },
      axes: axesOf, series: [{}].concat(series),
      hooks: { drawClear: [drawUnder], draw: [drawOver] }
    }, table, holder);
    charts.push({ chart: chart, holder: holder, height: height });
  }

  // One panel per arm, all on the same scales.
  function panels(key, title, yLabel, whole, paths) {
    const shown = arms.filter(function (arm) { return has(arm, key); });
    if (shown.length === 0) { return; }
    const section = element('section', host);
    element('h2', section, title);
    const bounds = shown.map(function (arm) { return boundOf(arm, key) || 0; });
    const max = Math.max.apply(null, [largest(key)].concat(bounds));
    const top = whole ? Math.max(1, max) + Math.max(0.5, max * 0.25) : Math.max(0.1, max * 1.25);
    shown.forEach(function (arm, i) {
      const panel = element('div', section, '', 'panel');
      const head = element('h3', panel, arm.name);
      if (key === 'attempts' && arm.barsNote) { element('span', head, ' ' + arm.barsNote, 'aside'); }
      const values = series(arm, key), index = arms.indexOf(arm);
      const last = i === shown.length - 1;
      plot(panel, title + ': ' + arm.name, last ? 196 : 174, top, axes(yLabel, whole, last),
        [{ stroke: color(index), fill: color(index) + (whole ? '' : '33'), width: 1, paths: paths, points: { show: false } }],
        [xs(arm, values.length, 0.5), values],
        function (chart) { shade(chart, arm); },
        function (chart) { bound(chart, arm, boundOf(arm, key)); });
    });
  }

  // All arms in one chart, told apart by dashes and names.
  function levels(key, title, yLabel, note) {
    const shown = arms.filter(function (arm) { return has(arm, key); });
    if (shown.length === 0) { return; }
    const section = element('section', host);
    element('h2', section, title);
    const legend = element('p', section, '', 'legend');
    const tables = [], lines = [];
    shown.forEach(function (arm) {
      const index = arms.indexOf(arm), item = element('span', legend);
      const dashes = dash(index).join(' ');
      item.innerHTML = '<svg width="34" height="8" aria-hidden="true"><line x1="0" y1="4" x2="34" y2="4" stroke="' + color(index) + '" stroke-width="2.5" stroke-dasharray="' + dashes + '"/></svg>';
      item.appendChild(document.createTextNode(arm.name));
      tables.push([xs(arm, series(arm, key).length, 1), series(arm, key)]);
      lines.push({ stroke: color(index), width: 2, dash: dash(index), spanGaps: true, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }) });
    });
    const max = Math.max(1, largest(key));
    plot(section, title, 260, max * 1.12, axes(yLabel, true, true), lines, uPlot.join(tables),
      function (chart) { shade(chart, shown[0]); },
      function (chart) { names(chart, key, shown); });
    if (note) { element('p', section, note, 'note'); }
  }

  function draw() {
    charts.forEach(function (one) { one.chart.destroy(); });
    charts = [];
    Array.from(host.querySelectorAll('section')).forEach(function (node) { node.remove(); });
    const bin = arms.length > 0 ? arms[0].timeline.binMillis : 100;
    panels('attempts', data.titles.attempts, 'attempts / ' + bin + ' ms', true, uPlot.paths.bars({ size: [0.9, Infinity, 2] }));
    panels('arrived', data.titles.messages, 'messages / ' + bin + ' ms', true, uPlot.paths.bars({ size: [0.9, Infinity] }));
    panels('accepted', 'Messages that were accepted', 'messages / ' + bin + ' ms', true, uPlot.paths.bars({ size: [0.9, Infinity] }));
    panels('finished', data.titles.finished, 'finished / ' + bin + ' ms', true, uPlot.paths.bars({ size: [0.9, Infinity] }));
    panels('submitted', 'Jobs and runs that were accepted', 'accepted / ' + bin + ' ms', true, uPlot.paths.bars({ size: [0.9, Infinity] }));
    levels('held', 'Messages held by the publishers', 'messages held');
    levels('connected', data.titles.connected, 'connected replicas');
    levels('ready', data.titles.ready, 'ready replicas',
      'Pods whose readiness does not look at the broker (jnats, fail-fast) count as ready while disconnected.');
    panels('brokerCpu', data.titles.brokerCpu, 'cores used', false, uPlot.paths.stepped({ align: 1 }));
  }

  function fit() {
    charts.forEach(function (one) {
      one.chart.setSize({ width: Math.max(240, one.holder.clientWidth), height: one.height });
    });
  }

  draw();
  window.addEventListener('resize', fit);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  window.addEventListener('beforeprint', function () { document.documentElement.classList.add('print'); draw(); });
  window.addEventListener('afterprint', function () { document.documentElement.classList.remove('print'); draw(); });
})();
