#include "model/graph/cohorts.hpp"

#include <stdexcept>

namespace zonecast::graph {

namespace {

constexpr CohortCell outside_cell{.revenue_class = 0, .certificate = 0, .outside = true};

std::string cohort_id(const std::string& owner, const CohortCell& cell) {
    if (cell.outside) return owner + "/outside";
    return owner + "/" + std::to_string(cell.revenue_class) + "/" + std::to_string(cell.certificate);
}

scenario::Name cohort_name(const CohortGrid& grid, const CohortCell& cell) {
    if (cell.outside) return {"总体之外", "outside the population"};
    const std::string& revenue = grid.class_names[cell.revenue_class];
    if (cell.certificate == 0) return {"未认定，营业收入" + revenue + "亿元", "uncertified, revenue " + revenue + " (1e8 CNY)"};
    const std::string years = std::to_string(cell.certificate);
    return {"高新技术企业（证书剩余" + years + "年），营业收入" + revenue + "亿元",
            "certified, " + years + (cell.certificate == 1 ? " year" : " years") + " left, revenue " + revenue + " (1e8 CNY)"};
}

void require_in_grid(const CohortGrid& grid, const CohortCell& cell) {
    if (!cell.outside && (cell.revenue_class >= grid.class_names.size() || cell.certificate >= grid.certificate_states))
        throw std::invalid_argument("cohort of class " + std::to_string(cell.revenue_class) + " and certificate state " +
                                    std::to_string(cell.certificate) + " lies outside the grid");
}

}  // namespace

Transition transition_between(const CohortCell& from, const CohortCell& to, const CohortGrid& grid) {
    if (from.outside) return to.outside ? Transition::stay : Transition::enter;
    if (to.outside) return Transition::exit;
    const std::size_t full_term = grid.certificate_states - 1;
    if (from.certificate == 0 && to.certificate > 0) return Transition::certify;
    if (from.certificate > 0 && to.certificate == 0) return Transition::lapse;
    if (from.certificate == 1 && to.certificate == full_term) return Transition::renew;
    if (to.revenue_class != from.revenue_class) return to.revenue_class > from.revenue_class ? Transition::up : Transition::down;
    return from.certificate == 0 ? Transition::stay : Transition::age;
}

std::vector<CohortFlow> elementary_moves(const CohortGrid& grid) {
    std::vector<CohortFlow> moves;
    const auto move = [&moves](const CohortCell& from, const CohortCell& to) { moves.push_back({from, to, 0.0}); };
    const std::size_t classes = grid.class_names.size();
    const std::size_t full_term = grid.certificate_states - 1;
    for (std::size_t k = 0; k < classes; ++k)
        for (std::size_t c = 0; c < grid.certificate_states; ++c) {
            const CohortCell cell{k, c};
            if (k + 1 < classes) move(cell, {k + 1, c});
            if (k > 0) move(cell, {k - 1, c});
            if (c == 0) move(cell, {k, full_term});
            if (c == 1) move(cell, {k, full_term});
            if (c == 1) move(cell, {k, 0});
            if (c > 1) move(cell, {k, c - 1});
            if (c == 0) move(outside_cell, cell);
            move(cell, outside_cell);
        }
    return moves;
}

void add_cohorts(Graph& graph, NodeKind owner_kind, const std::string& owner, const CohortGrid& grid,
                 const std::vector<CohortStock>& stocks, const std::vector<CohortFlow>& flows) {
    const auto owner_vertex = graph.find(owner_kind, owner);
    if (!owner_vertex) throw std::invalid_argument(std::string("no ") + to_string(owner_kind) + " " + owner + " in the graph");
    for (const CohortStock& stock : stocks) require_in_grid(grid, stock.cell);
    for (const CohortFlow& flow : flows) {
        require_in_grid(grid, flow.from);
        require_in_grid(grid, flow.to);
    }

    const auto add_cell = [&](const CohortCell& cell) {
        Node node{.kind = NodeKind::cohort, .id = cohort_id(owner, cell), .name = cohort_name(grid, cell)};
        node.cell = cell;
        for (const CohortStock& stock : stocks)
            if (stock.cell == cell) node.size += stock.number;
        const Vertex vertex = graph.add_node(std::move(node));
        if (!cell.outside) graph.add_edge(*owner_vertex, vertex, {.layer = Layer::contains});
    };
    for (std::size_t k = 0; k < grid.class_names.size(); ++k)
        for (std::size_t c = 0; c < grid.certificate_states; ++c) add_cell({k, c});
    add_cell(outside_cell);

    for (const CohortFlow& flow : flows)
        graph.add_edge(*graph.find(NodeKind::cohort, cohort_id(owner, flow.from)), *graph.find(NodeKind::cohort, cohort_id(owner, flow.to)),
                       {.layer = Layer::advances, .weight = flow.number, .transition = transition_between(flow.from, flow.to, grid)});
}

}  // namespace zonecast::graph
