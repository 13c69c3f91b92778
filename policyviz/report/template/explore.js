// Draws each map from the table below it. Texts are read from the page and written back as text, never as HTML.
(() => {
  "use strict";

  // Written here and not in the page: where no script runs, nobody is told to click.
  const HOW = "Point at a mark to read its clause; click it to keep the clause in view. " +
    "Click cells below the map to dim all other clauses; click them again to undo it.";

  const make = (name, text) => {
    const part = document.createElement(name);
    part.textContent = text;
    return part;
  };

  function readClauses(figure, labels) {
    const clauses = [];
    const places = new Map();
    for (const list of figure.querySelectorAll("ul[data-cluster]")) {
      for (const item of list.children) {
        const [id, section, text] = Array.from(item.children, (part) => part.textContent);
        const { x, y } = item.dataset;
        places.set(`${x} ${y}`, [...(places.get(`${x} ${y}`) ?? []), id]);
        clauses.push({
          clause_id: id, policy_id: list.dataset.policy, section, where: section || "(none)", text,
          cluster: Number(list.dataset.cluster), label: labels.get(list.dataset.cluster),
          x: Number(x), y: Number(y), place: `${x} ${y}`, list: list.previousElementSibling,
        });
      }
    }
    for (const clause of clauses) {
      const number = places.get(clause.place).length;
      clause.here = number === 1 ? "this clause only" : `${number} clauses lie on each other: click`;
    }
    return clauses;
  }

  function readLabels(recipe) {
    // Labels are "0 cookies" or "0": the number leads.
    const marks = recipe.vconcat[0].layer.find((layer) => layer.encoding.shape);
    return new Map(marks.encoding.shape.scale.domain.map((label) => [label.split(/\s/, 1)[0], label]));
  }

  function openList(figure, target) {
    figure.querySelector("details").open = true;
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  function makeLink(figure, clause, words) {
    const link = make("a", words);
    link.href = `#${clause.list.id}`;
    return link;
  }

  function tell(figure, parts) {
    const chosen = figure.querySelector(".chosen");
    chosen.replaceChildren(...parts);
    chosen.hidden = parts.length === 0;
  }

  function describe(figure, clause) {
    const about = make("p", "");
    const section = clause.section ? `, section ${clause.section}` : "";
    about.append(make("b", clause.clause_id), `${section}, cluster ${clause.label}. `);
    about.append(makeLink(figure, clause, "In the table"));
    return [about, make("p", clause.text)];
  }

  function showClause(figure, clauses, id) {
    const chosen = clauses.find((clause) => clause.clause_id === id);
    const same = chosen ? clauses.filter((clause) => clause.place === chosen.place) : [];
    tell(figure, same.flatMap((clause) => describe(figure, clause)));
  }

  function showCells(figure, clauses, cells) {
    const parts = cells.map((cell) => {
      const found = clauses.filter((c) => c.policy_id === cell.policy_id && c.cluster === cell.cluster);
      const total = clauses.length.toLocaleString("en");
      const words = `${found.length} of ${total} clauses: ${cell.policy_id}, cluster ${cell.cluster}. `;
      const part = make("p", words);
      if (found.length) part.append(makeLink(figure, found[0], "Read them in the table"));
      return part;
    });
    tell(figure, parts);
  }

  function listen(figure, view, clauses) {
    view.addSignalListener("clause", (_, value) => showClause(figure, clauses, value.clause_id?.[0]));
    view.addSignalListener("cell", (_, value) => {
      const { policy_id: policies = [], cluster: clusters = [] } = value;
      showCells(figure, clauses, policies.map((policy, i) => ({ policy_id: policy, cluster: clusters[i] })));
    });
    figure.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && figure.querySelector(`#${CSS.escape(link.getAttribute("href").slice(1))}`);
      if (!target) return;
      event.preventDefault();
      openList(figure, target);
    });
    const details = figure.querySelector("details");
    details.open = false;
    // Nobody points at paper: it gets the table.
    let wasOpen = false;
    window.addEventListener("beforeprint", () => { wasOpen = details.open; details.open = true; });
    window.addEventListener("afterprint", () => { details.open = wasOpen; });
  }

  async function draw(figure) {
    figure.dataset.drawn = "yes";
    const [how, sight] = [".how", ".sight"].map((part) => figure.querySelector(part));
    how.textContent = HOW;
    how.hidden = sight.hidden = false;
    try {
      const recipe = JSON.parse(figure.dataset.recipe);
      const clauses = readClauses(figure, readLabels(recipe));
      const values = clauses.map(({ list, section, place, ...shown }) => shown);
      recipe.datasets = { ...recipe.datasets, clauses: values };
      const options = { actions: false, ast: true, defaultStyle: false, renderer: "svg" };
      const { view } = await window.policyvizEmbed(sight.querySelector(".chart"), recipe, options);
      // The figure says what it is; its hundreds of marks would be read out one by one.
      sight.querySelector("svg").setAttribute("aria-hidden", "true");
      listen(figure, view, clauses);
    } catch {
      // The table is still there, and open.
      how.hidden = sight.hidden = true;
    }
  }

  for (const figure of document.querySelectorAll("figure.policyviz-map:not([data-drawn])")) draw(figure);
})();
