// ingest: a Digital Calibration Certificate (PTB, namespace https://ptb.de/dcc) as a certificate.
//
// Element names are matched without their prefixes. A signature in the file is not verified, and a
// problem says so. Units are D-SI strings as printed ("\degreecelsius").
#pragma once

#include <pugixml.hpp>

#include "ingest/lexicon.h"
#include "ingest/xml_places.h"
#include "model/certificate.h"

namespace verilot {

Certificate read_dcc(const pugi::xml_node& root, const Lexicon&, const XmlPlaces&);

}  // namespace verilot
