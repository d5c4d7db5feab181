using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Demonstration;

/// <summary>Shows the demonstration while it runs.</summary>
internal abstract class DemoScreen
{
    /// <summary>A question is about to be answered; it is number <paramref name="index"/>.</summary>
    public abstract void Ask(DemoQuestion question, int index);

    /// <summary>The answer got a token.</summary>
    public abstract void Stream(Answer answer, TokenEvent token);

    /// <summary>The answer is complete.</summary>
    public abstract void Finish(DemoAnswer answer);
}
