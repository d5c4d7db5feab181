using ElasticMoE.ControlPlane.Tests.Journals.Histories;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;
using ElasticMoE.ControlPlane.Tests.Journals.Stores;

namespace ElasticMoE.ControlPlane.Tests.Journals;

/// <summary>The reference keeps to the contract, and broken ones are found out.</summary>
public sealed class MemoryJournalTests : JournalContract
{
    private const int SeedsMax = 200;

    [Theory]
    [InlineData(JournalFault.ForgetsTheNumber)]
    [InlineData(JournalFault.LosesEvents)]
    [InlineData(JournalFault.TakesFromAnyone)]
    public void A_broken_journal_is_found_out_by_its_histories(JournalFault fault) => Assert.Contains(Enumerable.Range(0, SeedsMax), seed =>
    {
        using var journal = new ForgetfulJournal(fault);
        return HistoryRun.Violation(seed, () => journal) is not null;
    });

    private protected override IJournalStore CreateStore() => new MemoryStore();
}
