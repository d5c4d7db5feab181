using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>One model in memory, for all.</summary>
internal sealed class MemoryStore : IJournalStore
{
    private readonly MemoryJournal _journal = new() { BusyAfter = TimeSpan.FromMilliseconds(200) };
    private MemoryJournal? _small;

    public IJournal Open() => _journal;

    public IJournal Reopen() => _journal;

    public IJournal OpenSmall() => _small = new MemoryJournal(JournalModel.Empty with { BytesMax = 200_000 });

    public IJournal MakeRoom()
    {
        _small!.Change(model => model with { BytesMax = long.MaxValue });
        return _small;
    }

    public IDisposable HoldUp() => _journal.HoldUp();

    public void Dispose()
    {
        _journal.Dispose();
        _small?.Dispose();
    }
}
