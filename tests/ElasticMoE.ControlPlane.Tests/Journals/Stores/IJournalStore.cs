using ElasticMoE.ControlPlane.Journals;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>Where journals are kept, and what may happen to it. Disposing disposes all it has opened.</summary>
internal interface IJournalStore : IDisposable
{
    /// <summary>Opens the journal, for one more candidate where the store allows many; else gives the one that is open.</summary>
    IJournal Open();

    /// <summary>Opens it afresh, after those that were open have been closed, where the store allows only one.</summary>
    IJournal Reopen();

    /// <summary>An empty journal with room for a few dozen events of 8,000 bytes.</summary>
    IJournal OpenSmall();

    /// <summary>Gives the small journal room.</summary>
    IJournal MakeRoom();

    /// <summary>Keeps writers waiting until it is disposed.</summary>
    IDisposable HoldUp();
}
