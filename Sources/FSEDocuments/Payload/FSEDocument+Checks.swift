// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

extension FSEDocument {
    /// Nothing may happen after the FSE that bills it, nor before the patient's birth.
    func checkDates() throws(DocumentError) {
        let root = JSONPointer.root
        for (index, act) in acts.enumerated() {
            let place = root.member("acts").element(index).member("date")
            guard act.date <= date else { throw DocumentError(.dateAfterDocument, at: place) }
            guard act.date >= beneficiary.birthDate else { throw DocumentError(.dateBeforeBirth, at: place) }
        }
        guard beneficiary.birthDate <= date else {
            throw DocumentError(.dateAfterDocument, at: root.member("beneficiary").member("birthDate"))
        }
        if let prescribed = prescriber?.date, prescribed > date {
            throw DocumentError(.dateAfterDocument, at: root.member("prescriber").member("date"))
        }
    }

    /// The acts' amounts make the total, and the three parts share it out.
    ///
    /// Bounds of ``Act`` and ``Totals`` keep the sums far below overflow.
    func checkSums() throws(DocumentError) {
        let place = JSONPointer.root.member("totals")
        guard acts.reduce(0, { $0 + $1.amount }) == totals.acts else {
            throw DocumentError(.sum, at: place.member("acts"))
        }
        guard totals.compulsory + totals.complementary + totals.patient == totals.acts else {
            throw DocumentError(.sum, at: place)
        }
        guard totals.complementary == 0 || complementary != nil else {
            throw DocumentError(.missing, at: JSONPointer.root.member("complementary"))
        }
    }
}
