namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>One way in which the text so far fits the grammar.</summary>
/// <param name="Position">The operation it stands at.</param>
/// <param name="Stack">What it will come back to.</param>
internal readonly record struct GrammarThread(int Position, StackNode Stack);
