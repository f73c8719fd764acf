#include "model/graph/layers.hpp"

namespace zonecast::graph {

const char* to_string(NodeKind kind) {
    switch (kind) {
        case NodeKind::province:
            return "province";
        case NodeKind::city:
            return "city";
        case NodeKind::zone:
            return "zone";
        case NodeKind::cluster:
            return "cluster";
        case NodeKind::cohort:
            return "cohort";
        case NodeKind::industry:
            return "industry";
        case NodeKind::segment:
            return "segment";
        case NodeKind::enterprise:
            return "enterprise";
    }
    return "";
}

const char* to_string(Layer layer) {
    switch (layer) {
        case Layer::contains:
            return "contains";
        case Layer::makes:
            return "makes";
        case Layer::supplies:
            return "supplies";
        case Layer::spills:
            return "spills";
        case Layer::advances:
            return "advances";
    }
    return "";
}

const char* to_string(Transition transition) {
    switch (transition) {
        case Transition::enter:
            return "enter";
        case Transition::exit:
            return "exit";
        case Transition::certify:
            return "certify";
        case Transition::renew:
            return "renew";
        case Transition::lapse:
            return "lapse";
        case Transition::age:
            return "age";
        case Transition::up:
            return "up";
        case Transition::down:
            return "down";
        case Transition::stay:
            return "stay";
    }
    return "";
}

const char* to_string(scenario::Presence presence) {
    switch (presence) {
        case scenario::Presence::yes:
            return "yes";
        case scenario::Presence::weak:
            return "weak";
        case scenario::Presence::missing:
            return "missing";
    }
    return "";
}

const char* to_string(scenario::ZoneLevel level) {
    switch (level) {
        case scenario::ZoneLevel::none:
            return "none";
        case scenario::ZoneLevel::provincial:
            return "provincial";
        case scenario::ZoneLevel::national:
            return "national";
    }
    return "";
}

std::optional<Layer> layer_named(const std::string& name) {
    for (const Layer layer : {Layer::contains, Layer::makes, Layer::supplies, Layer::spills, Layer::advances})
        if (name == to_string(layer)) return layer;
    return std::nullopt;
}

}  // namespace zonecast::graph
